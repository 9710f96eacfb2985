import { useEffect, useRef } from "preact/hooks";

interface StillPictureProps {
  url: string;
  alt: string;
  onFail: () => void;
}

/** The first frame of an animated picture: CSS cannot stop one, and a grid of moving pictures gives no rest. */
export function StillPicture({ url, alt, onFail }: StillPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const picture = new Image();
    picture.addEventListener("error", onFail);
    picture.addEventListener("load", () => {
      if (!canvas.current) return;
      const shown = Math.max(canvas.current.clientWidth, canvas.current.clientHeight);
      const needed =
        (shown * devicePixelRatio) / Math.min(picture.naturalWidth, picture.naturalHeight);
      // A canvas keeps every pixel in memory: no more of them than the screen has.
      const scale = Math.min(1, needed);
      canvas.current.width = Math.round(picture.naturalWidth * scale);
      canvas.current.height = Math.round(picture.naturalHeight * scale);
      const { width, height } = canvas.current;
      canvas.current.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    });
    picture.src = url;
    return () => picture.removeEventListener("error", onFail);
  }, [url]);
  return <canvas ref={canvas} class="picture" role="img" aria-label={alt} width={1} height={1} />;
}
