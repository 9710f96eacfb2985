/** Why a redirect shows nothing of the page that was asked for. */
export type RedirectRefusal = "login-wanted" | "age-check-wanted" | "redirected-elsewhere";

const loginPath =
  /^\/(?:[a-z]{2}\/)?(?:accounts?\/|users?\/|auth\/)?(?:log-?in|sign-?in|sign_in|sign-?up|register)(?:[/.?]|$)/i;
const agePath =
  /^\/(?:[a-z]{2}\/)?(?:over-?18|age-?(?:gate|check|verification|confirm)|verify-?age|mature)(?:[/.?]|$)/i;

/**
 * Why the redirect of `from` to `target` is not followed; undefined where it is. A login, an age check and a host's front
 * page have pictures of their own, which nobody linked.
 */
export function redirectRefusal(
  target: URL,
  from: URL,
  mayGo: (url: URL) => boolean,
): RedirectRefusal | undefined {
  if (loginPath.test(target.pathname)) return "login-wanted";
  if (agePath.test(target.pathname)) return "age-check-wanted";
  const isFrontPage = target.pathname === "/" && from.pathname !== "/";
  const overTls = new URL(target);
  if (overTls.protocol === "http:") overTls.protocol = "https:";
  return isFrontPage || !mayGo(overTls) ? "redirected-elsewhere" : undefined;
}
