import type { FindFunction, LambdaFunction } from "../functions/lambda-function.ts";
import type { LambdaPermissionProperties } from "../resources/lambda-permission.ts";

/** Whether `principal` (such as `sns.amazonaws.com`) may invoke `target` on behalf of the resource `sourceArn`. */
export type MayInvoke = (target: LambdaFunction, principal: string, sourceArn: string) => boolean;

/** The stack's permissions; whatever none of them allows is forbidden. */
export function invokePermissions(
  permissions: readonly LambdaPermissionProperties[],
  findFunction: FindFunction,
): MayInvoke {
  return (target, principal, sourceArn) =>
    permissions.some(
      (permission) =>
        findFunction(permission.FunctionName) === target &&
        ["lambda:InvokeFunction", "lambda:*", "*"].includes(permission.Action) &&
        permission.Principal === principal &&
        (permission.SourceArn === undefined || matchesArn(permission.SourceArn, sourceArn)),
    );
}

/** IAM's ArnLike: `*` stands for any text, `?` for any one character. */
function matchesArn(pattern: string, arn: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^$()|[\]\\{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(arn);
}
