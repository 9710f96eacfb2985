import type { ServerResponse } from "node:http";

import type { StopResult } from "../contract/gallery-event.ts";
import { refuse } from "./forward-crawl.ts";
import { commonHeaders } from "./response-headers.ts";

/** Answers the wish to stop a crawl: 204, or why there was nothing to stop. */
export function answerStop(result: StopResult, response: ServerResponse): void {
  switch (result) {
    case "stopped":
      return void response.writeHead(204, commonHeaders).end();
    case "over":
      return refuse(response, 409, "The crawl is over.");
    case "unknown":
      return refuse(response, 404, "No crawl of this run has this id.");
  }
}
