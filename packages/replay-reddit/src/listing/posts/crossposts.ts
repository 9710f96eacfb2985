import { unavailable, withoutPictures, type Builder } from "../demo-post.ts";
import { listedPost } from "./listed-post.ts";

/** Builds crossposts of what `parentOf` builds, which carries the pictures. Every second one has a relative URL and no domain. */
export function crosspost(parentOf: Builder): Builder {
  return (number) => {
    const parent = parentOf(number + 1000);
    const { url, domain, permalink, name, is_gallery, gallery_data, media_metadata } = parent.post;
    const isRelative = number % 2 === 0;
    return {
      ...parent,
      post: listedPost(number, {
        url: isRelative ? permalink : url,
        domain: isRelative ? "" : domain,
        crosspost_parent: name,
        crosspost_parent_list: [parent.post],
        ...(is_gallery === true && { is_gallery, gallery_data, media_metadata }),
      }),
      pictures: parent.pictures.map((picture) => ({
        ...picture,
        shape: `crosspost-${picture.shape}`,
        inFeed: picture.inFeed && !isRelative,
      })),
    };
  };
}

/** Builds a crosspost whose parent Reddit does not name: the list is there and empty. */
export const orphanedCrosspost: Builder = (number) => ({
  post: listedPost(number, {
    url: "/r/aww/comments/1gone00/a_cat_that_was/",
    domain: "",
    crosspost_parent: "t3_1gone00",
    crosspost_parent_list: [],
  }),
  ...withoutPictures(unavailable("links-another-post")),
});
