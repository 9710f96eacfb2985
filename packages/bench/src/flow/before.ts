/**
 * What the same scenes came to on 28 November 2026 at revision fe5b9bb, before a waiting post gave its place back, places
 * were known rather than counted, and crawls waited in a queue. Measured once, with the zips of that revision on an AWS
 * emulator and its rules in a model; they are not measured again.
 */
export const before = {
  /** By places and failing posts of 100, of a recorded listing of which 86 have pictures. */
  stack: {
    "4/0": "84 s",
    "4/12": "14 of 126 pictures after 1,100 s",
    "10/31": "14 of 126 pictures after 800 s",
  },
  /** By failing posts beside 300 good ones. */
  "503": { 0: "80 s", 25: "877 s", 50: "2,966 s", 100: "6,432 s" },
  "429": { 0: "80 s", 10: "930 s", 25: "1.8 h", 100: "9 h" },
  /** By the seconds that a count is late: throttles, dropped events, posts that lost an attempt. */
  lag: {
    "10/0.5": "0 / 0 / 0, 134 s",
    "10/1": "199 / 0 / 0",
    "10/2": "513 throttles",
    "10/10": "1,785 / 70 / 60, 608 s",
    "10/30": "3,024 / 257 / 44 %",
    "10/60": "3,024 / 257 / 44 %",
    "100/10": "4,589 / 83, of 3,000 posts",
    "100/60": "705 dropped, of 3,000 posts",
  },
  bursts: {
    "20 crawls of 1,000 posts at once": "46 min",
    "100 crawls of 100 posts at once": "51 min",
    "60 crawls of 1,000 posts without keys at once": "26 dropped",
    "2,000 crawls of a post, 2 a second": "3,531 of 10,000 dropped",
  },
  /** By workers at once: writes of the counts alone, and how many posts lost an attempt by them. */
  counting: { 100: "1.39", 300: "2.74, 0.2 % lost", 1000: "7.2, 20 % lost" },
} satisfies Record<string, Readonly<Record<string, string>>>;
