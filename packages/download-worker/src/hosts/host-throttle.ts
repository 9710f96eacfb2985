import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

/** A picture host wants to be left alone: it says so now, or `isKnown` to have said so before. */
export class HostThrottle extends ThrottledError {
  /** Of the host that said so: behind a redirect not the one of the link. */
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
 * The host that wants to be left alone, when `error` came of asking for `url`.
 * A page's host is asked about under the page's own name, whatever the name of its API.
 */
export function throttledHost(error: ThrottledError, url: URL): string {
  return error instanceof HostThrottle ? error.hostname : url.hostname;
}
