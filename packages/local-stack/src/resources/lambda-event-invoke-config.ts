import * as z from "zod/mini";

import { text, wholeNumber } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const properties = z.strictObject({
  FunctionName: text,
  Qualifier: z.literal("$LATEST"),
  MaximumRetryAttempts: z.optional(wholeNumber(0, 2)),
  MaximumEventAgeInSeconds: z.optional(wholeNumber(60, 21_600)),
  DestinationConfig: z.optional(
    z.strictObject({ OnFailure: z.optional(z.strictObject({ Destination: text })) }),
  ),
});

/** How often and how long Lambda tries an asynchronous event. */
export const lambdaEventInvokeConfig: ResourceType<z.output<typeof properties>> = {
  type: "AWS::Lambda::EventInvokeConfig",
  properties,
  identify: (name) => ({ ref: name, attributes: {} }),
};
