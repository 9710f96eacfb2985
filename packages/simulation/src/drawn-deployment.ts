import { readDeployment, type Deployment } from "./deployment.ts";
import { ownImgurId } from "./internet/draw-files.ts";
import type { Scene } from "./internet/scene.ts";
import type { Mutation } from "./mutations/mutation.ts";

const deployments = new Map<string, Deployment>();

/** The stack with the parameters that the scene draws, as the mutation changes it. */
export function deploymentOf(scene: Scene, mutation: Mutation | undefined): Deployment {
  const chosen = {
    MaxConcurrentDownloads: scene.maxConcurrentDownloads,
    ReserveConcurrency: scene.reserveConcurrency,
    ImgurClientId: ["api", "file"].includes(scene.way.source) ? ownImgurId : "",
  };
  const name = JSON.stringify(chosen);
  const deployment = deployments.get(name) ?? readDeployment(chosen);
  deployments.set(name, deployment);
  if (!mutation?.deployment) return deployment;
  const changed = structuredClone(deployment);
  mutation.deployment(changed);
  return changed;
}
