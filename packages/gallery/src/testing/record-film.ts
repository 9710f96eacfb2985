import type { Browser } from "playwright-core";

/** A short WebM film that `browser` records of a canvas: a true one, which a player plays. */
export async function recordFilm(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const base64 = await page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      canvas.width = 320;
      canvas.height = 180;
      const paint = canvas.getContext("2d");
      const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm" });
      const parts: Blob[] = [];
      recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
      const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
      recorder.start();
      for (let frame = 0; frame < 40; frame += 1) {
        if (paint) {
          paint.fillStyle = `hsl(${frame * 9} 60% 50%)`;
          paint.fillRect(0, 0, 320, 180);
        }
        await new Promise(requestAnimationFrame);
      }
      recorder.stop();
      await stopped;
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    });
    return Buffer.from(base64, "base64");
  } finally {
    await page.close();
  }
}
