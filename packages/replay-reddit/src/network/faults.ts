import { html, json, type BodyFault, type Reply, type ReplayRequest } from "./answer.ts";

/** One thing that goes wrong, some number of times. */
export interface Fault {
  /** The host it happens on: exact, or `*` for every host. */
  host: string;
  /** The paths it happens on, query included; all when absent. */
  path?: RegExp;
  /** How many requests it hits before the host answers properly; `Infinity` is allowed. */
  times: number;
  /** A status with its usual body, a body that breaks off or stalls, or no answer at all. */
  effect:
    | {
        status: number;
        retryAfter?: string;
        headers?: Readonly<Record<string, string>>;
        body?: string;
        contentType?: string;
      }
    | { bodyFault: BodyFault }
    | "never"
    | "reset";
}

/**
 * Puts faults in front of the hosts: `apply` gives what the next fault that fits makes of a request, and uses up one
 * of its times; undefined when none fits. `properly` is the answer without faults.
 */
export function createFaultPlan(faults: readonly Fault[]) {
  const plan = faults.map((fault) => ({ fault, left: fault.times }));

  async function apply(
    request: ReplayRequest,
    properly: () => Promise<Reply>,
  ): Promise<Reply | undefined> {
    const { url } = request;
    const entry = plan.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.host === "*" || fault.host === url.hostname) &&
        (fault.path?.test(url.pathname + url.search) ?? true),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    const { effect } = entry.fault;
    if (typeof effect === "string") return effect;
    if ("bodyFault" in effect) {
      const reply = await properly();
      return typeof reply === "string" ? reply : { ...reply, bodyFault: effect.bodyFault };
    }
    const headers: Record<string, string> = { ...effect.headers };
    if (effect.retryAfter !== undefined) headers["retry-after"] = effect.retryAfter;
    if (effect.body !== undefined)
      return {
        status: effect.status,
        headers: { ...headers, "content-type": effect.contentType ?? "text/plain" },
        body: effect.body,
      };
    return url.hostname === "oauth.reddit.com"
      ? json({ message: "replayed fault", error: effect.status }, effect.status, headers)
      : html("replayed fault", effect.status, headers);
  }

  return { apply };
}
