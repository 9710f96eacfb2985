import { crawlIdSchema, instantSchema, subredditsSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { crawlInputSchema } from "./crawl-input.ts";
import { maxBodyBytes } from "./json-body.ts";

/** The body of a 201: the crawl as it was understood, and where to find it. */
const createdCrawlSchema = z.strictObject({
  crawl_id: crawlIdSchema,
  ...crawlInputSchema.shape,
  subreddit: subredditsSchema,
  requested_at: instantSchema,
  status_url: z.url(),
});

/** The body of every answer that is not a success (RFC 9457). */
const problemDetailsSchema = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string().check(z.meta({ description: "the status in words" })),
  status: z.int(),
  detail: z.string().check(z.meta({ description: "what is wrong and what to do" })),
  instance: z.string().check(z.meta({ description: "the request's id, to be quoted in a report" })),
  errors: z.optional(
    z
      .array(z.strictObject({ field: z.string(), detail: z.string() }))
      .check(z.meta({ description: "each wrong field of the body, the first 20" })),
  ),
});

const problem = (description: string) => ({
  description,
  content: {
    "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDetails" } },
  },
});

/** The HTTP API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made of the schemas that the function itself reads with. */
export function openApiDocument() {
  return {
    openapi: "3.1.1",
    info: {
      title: "Reddit picture crawler",
      version: "1.0.0",
      description: "Starts crawls: every picture that a subreddit's posts link is stored.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [
      {
        url: "https://{apiId}.execute-api.{region}.amazonaws.com",
        description: "The stack's output ApiUrl",
        variables: { apiId: { default: "api-id" }, region: { default: "us-east-1" } },
      },
      {
        url: "http://127.0.0.1:{port}",
        description: "pnpm start on this machine, which asks for no signature",
        variables: { port: { default: "8080" } },
      },
    ],
    security: [{ signature: [] }, { token: [] }, {}],
    paths: {
      "/crawls": {
        post: {
          operationId: "createCrawl",
          summary: "Start a crawl",
          requestBody: {
            required: true,
            description: `At most ${maxBodyBytes} bytes. Fields that are not listed are refused.`,
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/CrawlInput" },
                example: { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 100 },
              },
            },
          },
          responses: {
            "201": {
              description: "The crawl's request is safe, and its listing begins.",
              headers: {
                location: {
                  description: "Path of the crawl",
                  schema: { type: "string", format: "uri-reference" },
                },
              },
              content: {
                "application/json": { schema: { $ref: "#/components/schemas/CreatedCrawl" } },
              },
            },
            "400": problem("The body is no JSON object, or a field is wrong: see errors."),
            "403": {
              description: "The request is not signed, or the caller may not invoke the API.",
            },
            "413": problem("The body is too large."),
            "415": problem("The body is not JSON, or does not say so."),
            "429": { description: "More than 2 requests a second." },
            "500": problem("A fault of ours."),
            "502": problem("The crawl could not be handed on and may not start: try again."),
          },
        },
      },
    },
    components: {
      securitySchemes: {
        signature: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description: "AWS Signature Version 4 for execute-api",
          "x-amazon-apigateway-authtype": "awsSigv4",
        },
        token: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      },
      schemas: {
        CrawlInput: jsonSchema(crawlInputSchema, "input"),
        CreatedCrawl: jsonSchema(createdCrawlSchema, "output"),
        ProblemDetails: jsonSchema(problemDetailsSchema, "output"),
      },
    },
  };
}

/** OpenAPI 3.1 takes JSON Schema as it is; `$schema` belongs to the document alone. */
function jsonSchema(schema: z.core.$ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
