/** Why a redirect shows nothing of the page that was asked for. */
export type RedirectRefusal = "login-wanted" | "age-check-wanted" | "redirected-elsewhere";

const loginPath =
  /^\/(?:[a-z]{2}\/)?(?:accounts?\/|users?\/|auth\/)?(?:log-?in|sign-?in|sign_in|sign-?up|register)(?:[/.?]|$)/i;
const agePath =
  /^\/(?:[a-z]{2}\/)?(?:over-?18|age-?(?:gate|check|verification|confirm)|verify-?age|mature)(?:[/.?]|$)/i;

/** What `target` asks for before anything is shown; undefined where it is no login and no age check. */
export function wallAt({ pathname }: URL): "login-wanted" | "age-check-wanted" | undefined {
  if (loginPath.test(pathname)) return "login-wanted";
  return agePath.test(pathname) ? "age-check-wanted" : undefined;
}

/**
 * Why the redirect of `from` to `target` is not followed; undefined where it is. A login, an age check and a host's front
 * page have pictures of their own, which nobody linked.
 */
export function redirectRefusal(
  target: URL,
  from: URL,
  mayGo: (url: URL) => boolean,
): RedirectRefusal | undefined {
  const wall = wallAt(target);
  if (wall !== undefined) return wall;
  const isFrontPage = target.pathname === "/" && from.pathname !== "/";
  const overTls = new URL(target);
  if (overTls.protocol === "http:") overTls.protocol = "https:";
  return isFrontPage || !mayGo(overTls) ? "redirected-elsewhere" : undefined;
}
