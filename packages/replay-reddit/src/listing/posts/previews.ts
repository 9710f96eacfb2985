import { signed } from "./listed-post.ts";

/** A post's `preview` as Reddit builds it for the picture at an unsigned URL. */
export function previewOf(id: string, unsignedUrl: string) {
  const join = unsignedUrl.includes("?") ? "&" : "?";
  return {
    images: [
      {
        source: { url: signed(`${unsignedUrl}${join}auto=webp`), width: 960, height: 1200 },
        resolutions: [108, 216, 320].map((width) => ({
          url: signed(`${unsignedUrl}${join}width=${width}&crop=smart&auto=webp`),
          width,
          height: Math.round(width * 1.25),
        })),
        variants: {},
        id,
      },
    ],
    enabled: true,
  };
}

/** The signed source URL that `previewOf` names for an unsigned URL. */
export function previewSource(unsignedUrl: string): string {
  return signed(`${unsignedUrl}${unsignedUrl.includes("?") ? "&" : "?"}auto=webp`);
}

/** A post's `thumbnail` for the picture at an unsigned URL. */
export function thumbnailOf(unsignedUrl: string): string {
  return signed(`${unsignedUrl}?width=140&height=140&crop=1:1,smart&auto=webp`);
}

/** A picture's entry of `media_metadata`. */
export function mediaMetadata(id: string, extension: string): Record<string, unknown> {
  const base = `https://preview.redd.it/${id}.${extension}`;
  const mime = `image/${extension === "jpeg" ? "jpg" : extension}`;
  if (extension === "gif")
    return {
      status: "valid",
      e: "AnimatedImage",
      m: mime,
      p: [{ x: 108, y: 135, u: signed(`${base}?width=108&crop=smart&format=png8`) }],
      s: {
        x: 480,
        y: 600,
        gif: `https://i.redd.it/${id}.gif`,
        mp4: signed(`${base}?format=mp4`),
      },
      id,
    };
  return {
    status: "valid",
    e: "Image",
    m: mime,
    p: [108, 216, 320].map((width) => ({
      x: width,
      y: Math.round(width * 1.25),
      u: signed(`${base}?width=${width}&crop=smart&auto=webp`),
    })),
    s: { x: 960, y: 1200, u: signed(`${base}?width=960&format=pjpg&auto=webp`) },
    id,
  };
}
