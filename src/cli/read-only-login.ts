import * as Context from "effect/Context"

/** Whether the login of this command may only read: then it is not shown what is hidden, whatever its flags. */
export const ReadOnlyLogin = Context.Reference<boolean>("switchyard/cli/ReadOnlyLogin", {
  defaultValue: () => false
})
