import { html, type ReplayHost } from "../network/answer.ts";

/** The client id that imgur's page gives its visitors: 15 hexadecimal digits. */
const imgurPageId = "0a1b2c3d4e5f607";
/** A client id that somebody registered before June 2025. */
export const demoImgurClientId = "replay-imgur-client";

const scriptPath = "/desktop-assets/js/main.5e4ec2c7.js";

/** imgur's home page: an empty shell with its script, whose address has neither quotes nor a scheme. */
export function imgurHome(): ReturnType<typeof html> {
  return html(`<div id=root></div><script defer src=//s.imgur.com${scriptPath}></script>`);
}

/** Plays s.imgur.com: the script of imgur's page, in which the client id is. */
export const imgurScript: ReplayHost = ({ url }) =>
  url.pathname === scriptPath
    ? {
        status: 200,
        headers: { "content-type": "application/javascript" },
        body: `!function(){var e={apiUrl:"https://api.imgur.com",apiClientId:"${imgurPageId}",cdn:"i.imgur.com"}}();`,
      }
    : html("<h1>404 Not Found</h1>", 404);

/** Whether imgur's API knows a client id. */
export function isKnownClientId(id: string): boolean {
  return [imgurPageId, demoImgurClientId].includes(id);
}
