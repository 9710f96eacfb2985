import { linked, unavailable, withoutPictures, type Builder } from "../demo-post.ts";
import { listedPost, uploadIdOf, without } from "./listed-post.ts";
import { previewOf, previewSource } from "./previews.ts";

/** Builds posts of a video on v.redd.it; a `silent` one is what people call a gif. */
export function hostedVideo(silent: boolean, fileName = "CMAF_720.mp4"): Builder {
  return (number) => {
    const id = uploadIdOf(`video ${number}`);
    const file = `https://v.redd.it/${id}/${fileName}?source=fallback`;
    const poster = `https://external-preview.redd.it/${uploadIdOf(`poster ${number}`)}${id}.png?format=pjpg`;
    const media = {
      reddit_video: {
        bitrate_kbps: 2400,
        fallback_url: file,
        scrubber_media_url: `https://v.redd.it/${id}/CMAF_96.mp4`,
        dash_url: `https://v.redd.it/${id}/DASHPlaylist.mpd?a=1793534400%2Cc2ln&v=1&f=sd`,
        hls_url: `https://v.redd.it/${id}/HLSPlaylist.m3u8?a=1793534400%2Cc2ln&v=1&f=sd`,
        has_audio: !silent,
        height: 720,
        width: 576,
        duration: 2,
        is_gif: silent,
        transcoding_status: "completed",
      },
    };
    return {
      post: listedPost(number, {
        url: `https://v.redd.it/${id}`,
        domain: "v.redd.it",
        post_hint: "hosted:video",
        is_video: true,
        media,
        secure_media: media,
        preview: previewOf(id, poster),
      }),
      pictures: silent
        ? linked("video-file", [file], { quality: "reduced" })
        : linked("video-poster", [previewSource(poster)], { quality: "preview" }),
    };
  };
}

/** Builds a link to a video's page on Reddit's website, which the fields of a video post do not describe. */
export const videoPageLink: Builder = (number) => {
  const { post, pictures } = hostedVideo(false)(number);
  const rest = without(post, ["is_video", "media", "secure_media", "post_hint"]);
  const url = `https://www.reddit.com/video/${uploadIdOf(`video ${number}`)}`;
  return { post: { ...rest, url, domain: "reddit.com" }, pictures };
};

/** Builds a video that Reddit is still at work on: it has neither media nor preview. */
export const freshVideo: Builder = (number) => ({
  post: listedPost(number, {
    url: `https://v.redd.it/${uploadIdOf(`video ${number}`)}`,
    domain: "v.redd.it",
    is_video: true,
    thumbnail: "",
  }),
  ...withoutPictures(unavailable("video")),
});
