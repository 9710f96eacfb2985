import type { GalleryPicture, GalleryPost } from "../../contract/gallery-post.ts";

/** One tile of the grid: a post by its first picture, or one picture of an unfolded set. */
export interface Tile {
  key: string;
  post: GalleryPost;
  picture: GalleryPicture;
  /** The picture's place among the post's pictures, from 0. */
  place: number;
}

/** The tiles of `posts`: one each, or one for every picture. */
export function tileList(posts: readonly GalleryPost[], unfold: boolean): Tile[] {
  return posts.flatMap((post) =>
    (unfold ? post.pictures : post.pictures.slice(0, 1)).map((picture, place) => ({
      key: picture.path,
      post,
      picture,
      place,
    })),
  );
}

/** Width by height; square where the file does not say, and 16:9 for such videos. */
export function ratioOf({ width, height, shownAs }: GalleryPicture): number {
  if (width && height) return width / height;
  return shownAs === "video" ? 16 / 9 : 1;
}
