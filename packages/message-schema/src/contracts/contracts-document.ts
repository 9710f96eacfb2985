import { jsonSchemaOf, type JsonSchema } from "../compatibility/json-schema.ts";
import { contracts } from "./contracts.ts";

/** Every contract for people, in Markdown: who sends it, who reads it, its version, its fields and an example. */
export function describeContracts(): string {
  const sections = Object.entries(contracts).map(([name, contract]) => {
    const schema = jsonSchemaOf(contract.schema);
    return [
      `## ${name}`,
      "",
      `- Version: ${String(schema.properties?.["schemaVersion"]?.const)}`,
      `- Producer: ${contract.producer}`,
      `- Consumers: ${contract.consumers.join(", ")}`,
      `- Channel: ${contract.channel.replaceAll("<", "&lt;")}`,
      `- JSON Schema: [schemas/${name}.json](schemas/${name}.json)`,
      "",
      "| field | type | what it is |",
      "| --- | --- | --- |",
      ...fieldRows(schema),
      "",
      "```json",
      JSON.stringify(contract.examples[0], undefined, 2),
      "```",
    ].join("\n");
  });
  return [
    "# Contracts",
    "Written by this package's tests from `src/contracts/contracts.ts`; `vitest run -u` writes it anew. A field with `?` may be missing.",
    ...sections,
    "",
  ].join("\n\n");
}

function fieldRows(schema: JsonSchema, path = ""): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const mark = schema.required?.includes(name) ? "" : "?";
    const place = `${path}${name}${mark}`;
    const inner = field.type === "array" ? (field.items ?? {}) : field;
    const text = [field["description"], field.unit && `unit: ${field.unit}`]
      .filter((part) => typeof part === "string" && part !== "")
      .join("; ");
    return [
      `| \`${place}\` | ${typeInWords(field)} | ${text.replaceAll("|", "\\|")} |`,
      ...fieldRows(inner, field.type === "array" ? `${place}[].` : `${place}.`),
    ];
  });
}

function typeInWords(field: JsonSchema): string {
  if (Object.hasOwn(field, "const")) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum) return field.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
  if (field.type === "array") return `list of ${field.items?.type ?? "anything"}`;
  return [field.type ?? "anything", field["format"]].filter(Boolean).join(", ");
}
