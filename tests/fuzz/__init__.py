"""Readers of outside text, fed with what nobody would write: only CampaignError may come out."""
