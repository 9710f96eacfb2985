/** A post as Reddit's API lists it, with a direct picture. */
export function pictureChild(id: string, more: object = {}) {
  return child(id, { url: `https://i.redd.it/${id}.jpg`, domain: "i.redd.it", ...more });
}

/** `count` posts with a direct picture each: `a0`, `a1` … for the prefix `a`. */
export function pictureChildren(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => pictureChild(`${prefix}${index}`));
}

/** A post of text alone. */
export function textChild(id: string) {
  return child(id, { is_self: true, selftext: "No picture here.", url: permalink(id) });
}

/** A page of Reddit's API as it goes over the wire. */
export function listingJson(children: unknown[], after: unknown = null): string {
  return JSON.stringify({ kind: "Listing", data: { after, before: null, dist: 0, children } });
}

function child(id: string, more: object) {
  return {
    kind: "t3",
    data: {
      id,
      name: `t3_${id}`,
      subreddit: "aww",
      title: `Post ${id}`,
      author: "catperson",
      permalink: `/r/aww/comments/${id}/post/`,
      created_utc: 1_795_377_600,
      score: 42,
      over_18: false,
      spoiler: false,
      link_flair_text: null,
      ...more,
    },
  };
}

function permalink(id: string): string {
  return `https://www.reddit.com/r/aww/comments/${id}/post/`;
}
