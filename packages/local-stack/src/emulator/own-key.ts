import { randomUUID } from "node:crypto";

/** The header that tells fauxqs's own port that this process asks. */
export const ownKeyHeader = "x-embedded-stack";
/** Its value, which nobody outside this process knows. */
export const ownKey = randomUUID();
