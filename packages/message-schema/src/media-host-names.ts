/** Every picture host that a deployment or a crawl may name; `all` stands for all of them. */
export const mediaHostNames = [
  "reddit",
  "imgur",
  "redgifs",
  "giphy",
  "tenor",
  "flickr",
  "tumblr",
  "twimg",
  "pinimg",
  "ibb",
  "postimg",
  "wikimedia",
  "direct",
] as const;
