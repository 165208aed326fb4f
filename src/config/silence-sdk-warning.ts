/**
 * Keeps the object store's SDK from warning, on standard error, of a Node that its later versions will not take. The SDK
 * comes with the program, in a version that takes this Node: an operator could do nothing about it. To be called before
 * the SDK makes a client. The variable is the one that the SDK names for it (aws/aws-sdk-js-v3#7983).
 */
export function silenceSdkWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
