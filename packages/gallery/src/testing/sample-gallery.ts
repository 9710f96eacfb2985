import type { PostRecord } from "@reddit-crawler/message-schema";

import { sampleRecord, storedLink } from "@reddit-crawler/picture-folder/testing/sample-records";

/** Titles that would do harm if they were taken for markup, or would break a layout. */
export const hostileTitles = [
  `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`,
  `</script><script>document.title='owned'</script>`,
  `\u202Egpj.exe\u2066 javascript:alert(1)`,
  "meow ".repeat(400),
  "",
];

/** The id of the ordinary post `number`. */
export const sampleId = (number: number) => `1${number.toString(36).padStart(4, "0")}`;
/** As many ordinary posts as a crawl may have. */
export const manyRecords: readonly PostRecord[] = Array.from({ length: 1000 }, (_, number) =>
  sampleRecord(sampleId(number)),
);
/** Posts of every kind that the page shows differently, decided one after another. */
export const mixedRecords: readonly PostRecord[] = [
  sampleRecord("3set", {
    outcome: "partly-stored",
    links: [
      storedLink("3set"),
      storedLink("3set", "02.png"),
      storedLink("3set", "03.webp"),
      { position: 4, foundIn: "gallery", outcome: "gone", reason: "http-404" },
    ],
    post: { title: "A set of three" },
  }),
  sampleRecord("3gif", { links: [storedLink("3gif", "01.gif")], post: { title: "A moving one" } }),
  sampleRecord("3nsfw", { post: { title: "Not at work", over18: true } }),
  sampleRecord("3tiff", { links: [storedLink("3tiff", "01.tiff")], post: { title: "A scan" } }),
  ...hostileTitles.map((title, number) =>
    sampleRecord(`2${number}`, {
      post: { title, author: "<b>x</b>", flair: "<i>y</i>", score: 3 },
    }),
  ),
  sampleRecord("3poll", {
    outcome: "no-pictures",
    reason: "poll",
    links: [],
    post: { title: "A poll" },
  }),
  ...Array.from({ length: 30 }, (_, number) => sampleRecord(sampleId(number))),
].map((record, second) => ({
  ...record,
  decidedAt: new Date(Date.UTC(2026, 10, 22, 20, 0, second)).toISOString(),
}));
