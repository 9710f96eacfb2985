import { json, type Answer, type ReplayHost } from "../network/answer.ts";
import { contentTypes } from "../pictures/picture-type.ts";
import { isKnownClientId } from "./imgur-home.ts";
import type { MediaIndex } from "./media-index.ts";

const createdAt = "2026-11-22T12:00:00Z";

/**
 * Plays api.imgur.com: `post/v1/{posts|albums|media}/{id}` and `3/{image|album|gallery|gallery/album|gallery/image}/{id}`
 * with `Authorization: Client-ID …`, which the former also takes as `client_id`. It knows the id of imgur's page, and one
 * that was registered.
 */
export function imgurApi(media: MediaIndex): ReplayHost {
  function entry(id: string) {
    const type = media.imgurPictures.get(id) ?? "jpg";
    const extension = type === "jpg" ? "jpeg" : type;
    return { id, type, extension, url: `https://i.imgur.com/${id}.${extension}` };
  }
  function pictureIds(
    kind: string,
    id: string,
  ): { album: boolean; ids: readonly string[] } | undefined {
    const album = /^(image|media|gallery\/image)$/.test(kind) ? undefined : media.albums.get(id);
    if (album) return { album: true, ids: album };
    if (/album/.test(kind) || !media.imgurPictures.has(id)) return undefined;
    return { album: false, ids: [id] };
  }
  function postAnswer(kind: string, id: string): Answer {
    const found = pictureIds(kind, id);
    if (!found) return json({ errors: [{ id: "replay", code: "404", status: "Not Found" }] }, 404);
    return json({
      id,
      title: "Cats",
      created_at: createdAt,
      is_album: found.album,
      image_count: found.ids.length,
      media: found.ids.map((pictureId) => {
        const { type, extension, url } = entry(pictureId);
        return {
          id: pictureId,
          url,
          ext: extension,
          type: type === "mp4" ? "video" : "image",
          mime_type: contentTypes[type],
          created_at: createdAt,
          metadata: { is_animated: type === "mp4" || type === "gif", has_sound: false },
        };
      }),
    });
  }
  function v3Answer(kind: string, id: string): Answer {
    const found = pictureIds(kind, id);
    if (!found) return json({ data: { error: "Not found" }, success: false, status: 404 }, 404);
    const images = found.ids.map(entry).map(({ id: imageId, type, url }) => ({
      id: imageId,
      link: url,
      type: contentTypes[type],
      animated: type === "mp4" || type === "gif",
    }));
    const data = found.album ? { id, is_album: true, images } : images[0];
    return json({ data, success: true, status: 200 });
  }

  return ({ url, headers }) => {
    if (url.pathname === "/3/credits") return credits(headers["authorization"] ?? "");
    const [, version, kind = "", id = ""] =
      /^\/(post\/v1|3)\/(gallery\/album|gallery\/image|[a-z]+)\/([A-Za-z0-9]+)$/.exec(
        url.pathname,
      ) ?? [];
    if (version === undefined) return json({ success: false, status: 404 }, 404);
    const inHeader = /^Client-ID (\S+)$/.exec(headers["authorization"] ?? "")?.[1];
    const inQuery = version === "3" ? undefined : url.searchParams.get("client_id");
    const clientId = inHeader ?? inQuery ?? "";
    if (clientId === "")
      return json({ data: { error: "Authentication required" }, success: false, status: 401 }, 401);
    if (!isKnownClientId(clientId))
      return json({ data: { error: "Invalid client_id" }, success: false, status: 403 }, 403);
    return version === "3" ? v3Answer(kind, id) : postAnswer(kind, id);
  };
}

/** What is left for a client id that imgur knows. */
function credits(authorization: string): Answer {
  const clientId = /^Client-ID (\S+)$/.exec(authorization)?.[1] ?? "";
  return isKnownClientId(clientId)
    ? json({ data: { UserRemaining: 500, ClientRemaining: 12_500 }, success: true, status: 200 })
    : json({ data: { error: "Invalid client_id" }, success: false, status: 403 }, 403);
}
