import type { FindFunction, LambdaFunction } from "../functions/lambda-function.ts";
import { lambdaPermission } from "../resources/lambda.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";

/** Whether `principal` (such as `sns.amazonaws.com`) may invoke `target` on behalf of the resource `sourceArn`. */
export type MayInvoke = (target: LambdaFunction, principal: string, sourceArn: string) => boolean;

/** The permissions of `stack`; whatever none of them allows is forbidden. */
export function invokePermissions(stack: ResolvedStack, findFunction: FindFunction): MayInvoke {
  const permissions = stack.resourcesOf(lambdaPermission).map(({ properties }) => properties);
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
