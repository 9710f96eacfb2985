const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** An entry as Reddit's Atom feed writes it: a picture's thumbnail and the anchors `[link]` and `[comments]`. */
export function feedEntry(
  id: string,
  { url = `https://i.redd.it/${id}.jpg`, text = "" } = {},
): string {
  const permalink = `https://www.reddit.com/r/aww/comments/${id}/cats_amp_dogs/`;
  const content = `<table><tr><td><a href="${permalink}"><img src="https://preview.redd.it/${id}.jpg?width=640&amp;crop=smart&amp;s=1f" alt="Cats" /></a></td><td>${text} submitted by <a href="https://www.reddit.com/user/catperson"> /u/catperson </a><br/><span><a href="${escape(url)}">[link]</a></span><span><a href="${permalink}">[comments]</a></span></td></tr></table>`;
  return `<entry><author><name>/u/catperson</name><uri>https://www.reddit.com/user/catperson</uri></author><category term="aww" label="r/aww"/><content type="html">${escape(content)}</content><id>t3_${id}</id><media:thumbnail url="https://preview.redd.it/${id}.jpg?width=140" /><link href="${permalink}" /><updated>2026-11-22T18:00:00+00:00</updated><published>2026-11-22T17:00:00+00:00</published><title>Cats &amp; dogs &lt;3</title></entry>`;
}

/** A page of the feed. */
export function feedXml(entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><category term="aww" label="r/aww"/><updated>2026-11-22T20:00:00+00:00</updated><id>/r/aww/top/.rss?t=day</id><title>top scoring links : aww</title>${entries.join("")}</feed>`;
}
