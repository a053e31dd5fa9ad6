"""Rows. Every table here; only campaign.services writes them."""

from campaign.data.models.access import Invitation, Mail, Membership, SecondFactor, SignedIn, SignInTry
from campaign.data.models.audit import AuditCut, AuditEvent, AuditSeal
from campaign.data.models.authoring import Draft, DraftReader, DraftSave
from campaign.data.models.beats import WorkerBeat
from campaign.data.models.channels import Channel, Player
from campaign.data.models.consents import Consent, ConsentEvent
from campaign.data.models.content import Campaign, Item, ItemVersion
from campaign.data.models.emergencies import Emergency, EmergencyPicture, EmergencyReceipt
from campaign.data.models.files import JoinedLoop, StoredFile
from campaign.data.models.flights import CalendarAddress, FallbackChange, FlightChange
from campaign.data.models.imports import PackImport
from campaign.data.models.materials import Acceptance, Approval, Companion, Material, Rendering, Reopening, ReviewEvent
from campaign.data.models.people import Organisation, User
from campaign.data.models.plays import Play, PlayDay, PlayReach, PlayRefusal, PlayTotal
from campaign.data.models.releases import Acknowledgement, LastChange, Release, Withdrawal
from campaign.data.models.signing import PlaylistKey, SignedKeys
from campaign.data.models.templates import TemplateVersion

__all__ = [
    "Acceptance",
    "Acknowledgement",
    "Approval",
    "AuditCut",
    "AuditEvent",
    "AuditSeal",
    "CalendarAddress",
    "Campaign",
    "Channel",
    "Companion",
    "Consent",
    "ConsentEvent",
    "Draft",
    "DraftReader",
    "DraftSave",
    "Emergency",
    "EmergencyPicture",
    "EmergencyReceipt",
    "FallbackChange",
    "FlightChange",
    "Invitation",
    "Item",
    "ItemVersion",
    "JoinedLoop",
    "LastChange",
    "Mail",
    "Material",
    "Membership",
    "Organisation",
    "PackImport",
    "Play",
    "PlayDay",
    "PlayReach",
    "PlayRefusal",
    "PlayTotal",
    "Player",
    "PlaylistKey",
    "Release",
    "Rendering",
    "Reopening",
    "ReviewEvent",
    "SecondFactor",
    "SignInTry",
    "SignedIn",
    "SignedKeys",
    "StoredFile",
    "TemplateVersion",
    "User",
    "Withdrawal",
    "WorkerBeat",
]
