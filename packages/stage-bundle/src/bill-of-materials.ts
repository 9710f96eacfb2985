import type { BundledPackage } from "./bundled-packages.ts";

/** The stage whose zip a bill is about. */
export interface BilledZip {
  stage: string;
  version: string;
  license: string;
  /** The zip's digest in hex. */
  sha256: string;
}

/**
 * What a zip is made of, as CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/). It names no time and no serial
 * number, so that the same zip always has the same bill.
 */
export function billOfMaterials(zip: BilledZip, packages: readonly BundledPackage[]): string {
  const root = `${zip.stage}@${zip.version}`;
  const components = packages.map(({ name, version, license }) => {
    const [scope, unscoped] = name.startsWith("@") ? name.split("/") : [undefined, name];
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    return {
      type: "library",
      "bom-ref": purl,
      ...(scope !== undefined && { group: scope }),
      name: unscoped,
      version,
      ...(license !== undefined && { licenses: licenses(license) }),
      purl,
    };
  });
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": root,
        name: zip.stage,
        version: zip.version,
        hashes: [{ alg: "SHA-256", content: zip.sha256 }],
        licenses: licenses(zip.license),
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((component) => component["bom-ref"]) }],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

/** One SPDX id, an expression of several, or the authors' own words. */
function licenses(license: string): object[] {
  if (/ (?:AND|OR|WITH) /.test(license)) return [{ expression: license }];
  return [{ license: /^[A-Za-z0-9.+-]+$/.test(license) ? { id: license } : { name: license } }];
}
