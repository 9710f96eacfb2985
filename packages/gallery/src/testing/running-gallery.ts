import { startGallery, type Gallery } from "../server/start-gallery.ts";
import { fakePipeline, type FakePipeline } from "./fake-pipeline.ts";
import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { sampleRecord, sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";

/** A gallery over a folder with one crawl of one post, and a pipeline that is played. */
export interface RunningGallery {
  folder: SampleFolder;
  pipeline: FakePipeline;
  gallery: Gallery;
  /** Ends all of it and leaves nothing on the disk. */
  stop(): Promise<void>;
}

/** Starts one. */
export async function runningGallery(): Promise<RunningGallery> {
  const folder = await sampleFolder();
  await folder.addCrawl(sampleSummary(), [sampleRecord("1a")]);
  const pipeline = await fakePipeline(folder.path);
  const gallery = await startGallery(pipeline.ports);
  return {
    folder,
    pipeline,
    gallery,
    stop: async () => {
      await gallery.stop();
      await pipeline.stop();
      await folder.remove();
    },
  };
}
