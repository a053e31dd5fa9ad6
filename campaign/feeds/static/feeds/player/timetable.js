// What plays when. In: playlist.json and a moment. Out: the item whose turn it is, from when and until when.
"use strict";

const timetable = (() => {
  const DAY = 86400000;
  const DAYS = 7; // so long a list holds: whoever hears of no newer one shows nothing that may have been withdrawn
  const URGENT = "emergency"; // the flight of a message that takes over

  // Raises an error when this is no playlist, as the page of a hotel's network. `folder`: where the files lie, if not
  // where the list says.
  function read(body, folder) {
    if (body?.version !== 1) throw new Error("this is no playlist");
    const media = new Map(Object.entries(body.media).map(([id, file]) => [id, readItem(id, file, folder)]));
    const windows = body.windows.map((one) => readWindow(one, media));
    const end = findEnd(body, windows);
    const fallback = makeSpan(0, end, body.fallback, media);
    return { ...body, media, windows, fallback, end };
  }

  function readItem(material, file, folder) {
    const url = folder === undefined ? file.url : folder + file.name;
    return { ...file, url, material, ms: file.duration * 1000, moves: file.media_type.startsWith("video/") };
  }

  const readWindow = (one, media) => makeSpan(Date.parse(one.start), Date.parse(one.end), one.items, media);

  function makeSpan(start, end, entries, media) {
    const items = entries.map((one) => media.get(one.media));
    const length = items.reduce((sum, item) => sum + item.ms, 0);
    return { start, end, items, length, urgent: entries.some((one) => one.flight === URGENT) };
  }

  // The days of a list are the channel's; its last window may end past midnight.
  function findEnd(body, windows) {
    const [zone] = /(Z|[+-]\d\d:\d\d)$/.exec(body.windows[body.windows.length - 1]?.end) || ["Z"];
    return Math.max(Date.parse(`${body.day}T00:00:00${zone}`) + DAYS * DAY, ...windows.map((one) => one.end));
  }

  const findWindow = (list, moment) => list.windows.find((one) => one.start <= moment && moment < one.end);

  // { item, from, until }, in ms; null when the list is over or nothing may be shown. `accepts` says of an item whether
  // it can be; another one of the same window has the turn of one that cannot, so that the others keep theirs.
  function findTurn(list, moment, accepts) {
    if (moment >= list.end) return null;
    const running = findWindow(list, moment);
    return (running && walk(running, moment, accepts)) || walk(findRest(list, moment), moment, accepts);
  }

  function findRest(list, moment) {
    const next = list.windows.map((one) => one.start).filter((start) => start > moment);
    return { ...list.fallback, end: Math.min(list.end, ...next) };
  }

  function walk(span, moment, accepts) {
    if (!span.length) return null;
    let into = (moment - span.start) % span.length;
    let place = 0;
    while (place < span.items.length - 1 && into >= span.items[place].ms) into -= span.items[place++].ms;
    const from = Math.round(moment - into); // the same for every moment of a turn
    const until = Math.min(from + span.items[place].ms, span.end);
    const order = [...span.items.slice(place), ...span.items.slice(0, place)];
    const item = order.find(accepts);
    return item ? { item, from, until } : null;
  }

  function isRevoked(list, item) {
    if (!item.campaign) return false; // the plain picture that stands in when everything is withdrawn
    const { everything, materials, items, campaigns } = list.revoked;
    return (
      everything ||
      materials.includes(item.material) ||
      items.includes(`${item.campaign}/${item.item}`) ||
      campaigns.includes(item.campaign)
    );
  }

  const isUrgent = (list, moment) => Boolean(findWindow(list, moment)?.urgent);

  // Every item once, in the order in which they are next needed.
  function listItems(list, moment) {
    const ahead = list.windows.filter((one) => one.end > moment);
    return [...new Set([...ahead.flatMap((one) => one.items), ...list.fallback.items])];
  }

  return { read, findTurn, isRevoked, isUrgent, listItems };
})();
