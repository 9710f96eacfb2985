// Each file is named as `new URL("<path>", import.meta.url)`: the bundle of the commands takes a copy of what is named so.

/** What the build of each stage leaves. */
export const builtFiles = {
  "api-endpoint": {
    zip: new URL("../../api-endpoint/dist/api-endpoint.zip", import.meta.url),
    maps: new URL("../../api-endpoint/dist/api-endpoint.maps.zip", import.meta.url),
    sbom: new URL("../../api-endpoint/dist/api-endpoint.sbom.json", import.meta.url),
  },
  "article-loader": {
    zip: new URL("../../article-loader/dist/article-loader.zip", import.meta.url),
    maps: new URL("../../article-loader/dist/article-loader.maps.zip", import.meta.url),
    sbom: new URL("../../article-loader/dist/article-loader.sbom.json", import.meta.url),
  },
  balancer: {
    zip: new URL("../../balancer/dist/balancer.zip", import.meta.url),
    maps: new URL("../../balancer/dist/balancer.maps.zip", import.meta.url),
    sbom: new URL("../../balancer/dist/balancer.sbom.json", import.meta.url),
  },
  "download-worker": {
    zip: new URL("../../download-worker/dist/download-worker.zip", import.meta.url),
    maps: new URL("../../download-worker/dist/download-worker.maps.zip", import.meta.url),
    sbom: new URL("../../download-worker/dist/download-worker.sbom.json", import.meta.url),
  },
} as const;
