import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { GateStateStore } from "./gate/gate-state.ts";
import type { LoadListingPorts } from "./load-listing.ts";
import type { CredentialsStore } from "./reddit/reddit-credentials.ts";

/** Everything outside of the function: AWS, the internet, time, chance and the log. */
export interface LoaderPorts extends Pick<
  LoadListingPorts,
  "queue" | "records" | "tallies" | "requests" | "clock" | "random" | "log"
> {
  http: OutboundHttp;
  gateState: GateStateStore;
  /** Absent where no credentials are configured: the public feed is read then. */
  credentials?: CredentialsStore;
}
