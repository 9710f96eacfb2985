import * as z from "zod/mini";

import { crawlIdSchema } from "../crawl-id.ts";
import { postIdSchema } from "../identifiers.ts";
import { answerSchemas } from "./answer-schemas.ts";
import { crawlInputSchema, maxBodyBytes } from "./crawl-input.ts";

type SchemaName = keyof typeof answerSchemas;

/**
 * The API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made of the schemas that the function itself reads with and
 * its answers are tested with.
 */
export function describeApi() {
  return {
    openapi: "3.1.1",
    info: {
      title: "Reddit picture crawler",
      version: "1.0.0",
      description:
        "Starts crawls, in which every picture that a subreddit's posts link is stored, and tells how they stand.",
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
                example: exampleCrawl,
              },
            },
          },
          responses: {
            201: {
              ...answer("CreatedCrawl", "The crawl's request is safe."),
              headers: { location: header("The crawl's own path.") },
            },
            ...problems(400, 413, 415, 500, 502),
          },
        },
        get: {
          operationId: "listCrawls",
          summary: "Crawls, the newest first",
          parameters: [cursor(crawlIdSchema), limit(20, 50), ifNoneMatch],
          responses: {
            ...tagged("CrawlList", "A page of crawls."),
            ...problems(400, 500, 502),
          },
        },
      },
      "/crawls/{crawl_id}": {
        parameters: [crawlId],
        get: {
          operationId: "showCrawl",
          summary: "How a crawl stands",
          parameters: [ifNoneMatch],
          responses: {
            ...tagged("CrawlStatus", "Its state and its totals."),
            ...problems(404, 500, 502),
          },
        },
      },
      "/crawls/{crawl_id}/posts": {
        parameters: [crawlId],
        get: {
          operationId: "listPosts",
          summary: "What became of each decided post",
          parameters: [cursor(postIdSchema), limit(50, 100)],
          responses: {
            200: answer("CrawlPosts", "A page of posts, by id, with short-lived picture links."),
            ...problems(400, 404, 500, 502),
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
        CrawlInput: { ...schemaOf(crawlInputSchema, "input"), example: exampleCrawl },
        ...Object.fromEntries(
          Object.entries(answerSchemas).map(([name, schema]) => [name, schemaOf(schema, "output")]),
        ),
      },
    },
  };
}

/** It stands at its schema, too, where Insomnia reads it. */
const exampleCrawl = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 100 };

const crawlId = {
  name: "crawl_id",
  in: "path",
  required: true,
  schema: schemaOf(crawlIdSchema),
  example: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
};

const ifNoneMatch = {
  name: "if-none-match",
  in: "header",
  description: "The ETag of an earlier answer.",
  schema: { type: "string" },
};

function cursor(schema: z.ZodMiniType) {
  return {
    name: "cursor",
    in: "query",
    description: "The next_cursor of the page before.",
    schema: schemaOf(schema),
  };
}

function limit(usual: number, most: number) {
  return {
    name: "limit",
    in: "query",
    schema: { type: "integer", minimum: 1, maximum: most, default: usual },
  };
}

function header(description: string) {
  return { description, schema: { type: "string" } };
}

function answer(name: SchemaName, description: string, mediaType = "application/json") {
  return {
    description,
    content: { [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

function tagged(name: SchemaName, description: string) {
  return {
    200: { ...answer(name, description), headers: { etag: header("The answer's ETag.") } },
    304: { description: "Nothing has changed since the answer of that ETag." },
  };
}

const reasons = {
  400: "A field or parameter is wrong; errors names each.",
  404: "There is no such crawl.",
  413: "The body is too large.",
  415: "The body is not JSON.",
  500: "A fault of the service.",
  502: "A service that is needed did not answer; try again.",
};

/** The function's own refusals, and what API Gateway answers without calling it. */
function problems(...statuses: readonly (keyof typeof reasons)[]) {
  const own = statuses.map((status) => [
    status,
    answer("Problem", reasons[status], "application/problem+json"),
  ]);
  return {
    ...Object.fromEntries(own),
    403: { description: "The request is not signed, or the caller may not invoke the API." },
    429: { description: "More requests a second than the API takes: try again." },
  };
}

/** OpenAPI 3.1 takes JSON Schema as it is; `$schema` belongs to the document alone. */
function schemaOf(schema: z.core.$ZodType, io: "input" | "output" = "input") {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io });
  return json;
}
