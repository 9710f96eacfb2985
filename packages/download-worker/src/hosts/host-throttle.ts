import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

/** A picture host asks to wait: it says so now, or `isKnown` to have said so before. */
export class HostThrottle extends ThrottledError {
  /** Of the host that said so: after a redirect not the one of the link. */
  readonly hostname: string;
  readonly isKnown: boolean;

  constructor(
    { hostname, isKnown }: { hostname: string; isKnown: boolean },
    ...said: ConstructorParameters<typeof ThrottledError>
  ) {
    super(...said);
    this.hostname = hostname;
    this.isKnown = isKnown;
  }
}

/**
 * The host whose cooldown begins, when `error` came of a request for `url`. A page's host keeps the page's own name,
 * whatever the name of its API.
 */
export function throttledHost(error: ThrottledError, url: URL): string {
  return error instanceof HostThrottle ? error.hostname : url.hostname;
}
