import type * as z from "zod/mini";

/** Where and as whom a stack runs: what its resources' names, ARNs and URLs are made of. */
export interface Site {
  region: string;
  accountId: string;
  stackName: string;
  /** The one address of every AWS service, without a trailing slash. */
  endpointUrl: string;
  /** Where the HTTP API with this logical id is, without a trailing slash. */
  apiUrl: (logicalId: string) => string;
}

/** What `Ref` and `GetAtt` give for a resource. */
export interface Identity {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

/** A type of resource that a template may hold. */
export interface ResourceType<Properties = unknown> {
  /** CloudFormation's name, such as `AWS::SQS::Queue`. */
  type: string;
  /** The property that holds its name; without it, or where the template leaves it out, the name is made up. */
  nameProperty?: string | undefined;
  /**
   * Without it `Ref` gives the name, and there are no attributes. `logicalId` matters only where the address of a
   * resource depends on it.
   */
  identify?: (name: string, site: Site, logicalId: string) => Identity;
  /** Every property that has an effect here, and those that need none; others are refused. */
  properties: z.ZodMiniType<Properties>;
}

/** A resource of a template, evaluated. */
export interface Resource<Properties> {
  logicalId: string;
  name: string;
  identity: Identity;
  properties: Properties;
}

/** `type`, with its properties' type taken from their schema. */
export function resourceType<Properties>(type: ResourceType<Properties>): ResourceType<Properties> {
  return type;
}

/** The ARN of a resource of the stack: `arn:aws:sqs:us-east-1:000000000000:posts`. */
export function arn(
  { region, accountId }: Pick<Site, "region" | "accountId">,
  service: string,
  resource: string,
): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
