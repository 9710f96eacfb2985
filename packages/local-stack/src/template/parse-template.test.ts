import { expect, test } from "vitest";

import { parseTemplate } from "./parse-template.ts";

const withResource = (properties: string) =>
  parseTemplate(`Resources: { Queue: { Type: AWS::SQS::Queue, Properties: ${properties} } }`)
    .Resources["Queue"]?.Properties;

test.each([
  ["{ A: !Ref B }", { A: { Ref: "B" } }],
  ["{ A: !GetAtt B.Arn }", { A: { "Fn::GetAtt": ["B", "Arn"] } }],
  ["{ A: !GetAtt [B, Arn] }", { A: { "Fn::GetAtt": ["B", "Arn"] } }],
  ["{ A: !Sub 'x${B}' }", { A: { "Fn::Sub": "x${B}" } }],
  ["{ A: !Sub ['x${B}', { B: !Ref C }] }", { A: { "Fn::Sub": ["x${B}", { B: { Ref: "C" } }] } }],
  [
    "{ A: !If [Yes, !Ref B, !Join [',', [c]]] }",
    { A: { "Fn::If": ["Yes", { Ref: "B" }, { "Fn::Join": [",", ["c"]] }] } },
  ],
])("spells out %s", (short, long) => {
  expect(withResource(short)).toEqual(long);
});

test.each([
  [
    "a tag that it does not know",
    "Resources: { Q: { Type: X, Properties: { A: !FindInMap [a] } } }",
    /!FindInMap/,
  ],
  ["broken YAML with its line", "Resources:\n  Q: {", /line 2/],
  ["a key that is there twice", "Resources: {}\nResources: {}", /unique/],
  [
    "a section that it does not run",
    "Resources: {}\nMappings: {}",
    /Template: Mappings is not supported/,
  ],
  [
    "a transform",
    "Transform: AWS::Serverless-2016-10-31\nResources: {}",
    /Transform is not supported/,
  ],
  [
    "a resource's attribute that it does not run",
    "Resources: { Q: { Type: X, CreationPolicy: {} } }",
    /CreationPolicy/,
  ],
  ["a template without resources", "Outputs: {}", /Resources is missing/],
])("refuses %s", (_what, text, message) => {
  expect(() => parseTemplate(text)).toThrow(message);
});
