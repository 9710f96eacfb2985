import { setFlagsFromString } from "node:v8";

import { createHandler } from "./handler.ts";

// A young generation that stays small is collected often, and with it the socket's dead 64 KB buffers, which lie outside
// of the heap and do not make V8 hurry. Measured: 20 MB less at the peak, and no slower.
setFlagsFromString("--semi-space-growth-factor=1");

export const handler = createHandler(process.env);
