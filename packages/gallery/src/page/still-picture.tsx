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
      canvas.current.width = picture.naturalWidth;
      canvas.current.height = picture.naturalHeight;
      canvas.current.getContext("2d")?.drawImage(picture, 0, 0);
    });
    picture.src = url;
    return () => picture.removeEventListener("error", onFail);
  }, [url]);
  return <canvas ref={canvas} class="picture" role="img" aria-label={alt} width={1} height={1} />;
}
