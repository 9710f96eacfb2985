import { unavailable, withoutPictures, type DemoPost } from "../demo-post.ts";
import { listedPost } from "./listed-post.ts";

/** Builds a crosspost of `parent`, which carries the pictures. Every second one has a relative URL and no domain. */
export function crosspost(number: number, parent: DemoPost): DemoPost {
  const relative = number % 2 === 0;
  return {
    ...parent,
    post: listedPost(number, {
      url: relative ? parent.post.permalink : parent.post.url,
      domain: relative ? "" : parent.post.domain,
      crosspost_parent: parent.post.name,
      crosspost_parent_list: [parent.post],
      ...(parent.post.is_gallery === true && {
        is_gallery: true,
        gallery_data: parent.post.gallery_data,
        media_metadata: parent.post.media_metadata,
      }),
    }),
    pictures: parent.pictures.map((picture) => ({
      ...picture,
      shape: `crosspost-${picture.shape}`,
      inFeed: picture.inFeed && !relative,
    })),
  };
}

/** Builds a crosspost whose parent Reddit does not tell: the list is there and empty. */
export function orphanedCrosspost(number: number): DemoPost {
  return {
    post: listedPost(number, {
      url: "/r/aww/comments/1gone00/a_cat_that_was/",
      domain: "",
      crosspost_parent: "t3_1gone00",
      crosspost_parent_list: [],
    }),
    ...withoutPictures(unavailable("links-another-post")),
  };
}
