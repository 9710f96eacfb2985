import { stageBundle } from "@reddit-crawler/stage-bundle/stage-bundle";

export default stageBundle();
