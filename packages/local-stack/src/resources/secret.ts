import * as z from "zod/mini";

import { noEffect, text } from "../template/property.ts";
import { arn, resourceType } from "../template/resource-type.ts";

/** A secret whose value the template gives. */
export const secret = resourceType({
  type: "AWS::SecretsManager::Secret",
  nameProperty: "Name",
  properties: z.strictObject({
    Name: z.optional(text),
    SecretString: text,
    ...noEffect("KmsKeyId", "Description", "Tags"),
  }),
  identify: (name, site) => {
    const ref = arn(site, "secretsmanager", `secret:${name}`);
    return { ref, attributes: { Id: ref } };
  },
});
