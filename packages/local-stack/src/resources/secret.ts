import * as z from "zod/mini";

import { noEffect, text } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const properties = z.strictObject({
  Name: z.optional(text),
  SecretString: text,
  KmsKeyId: noEffect,
  Description: noEffect,
  Tags: noEffect,
});

/** A secret whose value the template gives. */
export const secret: ResourceType<z.output<typeof properties>> = {
  type: "AWS::SecretsManager::Secret",
  nameProperty: "Name",
  properties,
  identify: (name, { region, accountId }) => {
    const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}`;
    return { ref: arn, attributes: { Id: arn } };
  },
};
