import { describe, expect, test } from "vitest";

import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";
import { recordFilm } from "../testing/record-film.ts";

const browserPath = findBrowser();

describe.skipIf(browserPath === undefined)("an original file, opened by itself", () => {
  const stage = galleryStage(browserPath);

  test("plays when it is a film, and its document may do nothing else", async () => {
    await stage.folder.write("aww/3film/01.webm", await recordFilm(stage.browser));
    await stage.open([]);
    await stage.page.goto(`${stage.gallery.url}pictures/aww/3film/01.webm`);
    const width = () =>
      stage.page.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth);
    await expect.poll(width).toBe(320);
    const reached = await stage.page.evaluate(() =>
      fetch("/events").then(
        () => "reached",
        () => "refused",
      ),
    );
    expect(reached).toBe("refused");
  });
});
