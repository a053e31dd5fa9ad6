// How long a clip is against what screens give it. In: the clip, the template's lengths, what was typed. Out: what is wrong
// with it, how long it lasts with its cards, and how many places it takes on which channels, in words.
import { fill, readSeconds, write } from "./media.js";

export function measureClip(clip, { lengths, words, typed, cards }) {
  const film = clip.to - clip.from, fault = findFault(clip, { film, lengths, words, typed });
  if (fault) return { fault, length: "", places: [] };
  const chosen = ["title", "partners"].filter((card) => lengths[card] && (cards === "both" || cards === card)).map((card) => lengths[card]);
  const around = chosen.reduce((sum, card) => sum + card - lengths.fade, 0), total = Math.max(film + around, lengths.least);
  const length = chosen.length ? fill(words.lasts_with, { film: write(film), total: write(total, 1) }) : fill(words.lasts, { film: write(film) });
  return { fault: "", length, places: lengths.places.map((place) => tellPlace(place, { around, total, words })) };
}

function findFault(clip, { film, lengths, words, typed }) {
  if (typed.some((text) => text && readSeconds(text) === null)) return words.no_number;
  if (film <= 0) return words.backwards;
  if (clip.to > clip.seconds + 0.2) return fill(words.beyond, { seconds: write(clip.seconds) });
  if (film > lengths.most + 0.001) return fill(words.too_long, { film: write(film), most: write(lengths.most), end: write(clip.from + lengths.most) });
  return "";
}

function tellPlace({ slot, channels }, { around, total, words }) {
  const count = Math.max(1, Math.ceil(Number((total / slot).toFixed(6)))), fits = slot - around;
  const text = count === 1 ? words.place : fits > 3 ? words.places : words.places_only;
  return fill(text, { channels, count, slot, fits: write(fits, 1) });
}
