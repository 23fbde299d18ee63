/** A user who may log in with a password, or one whom a client may name without proof. */
export type SandboxUser =
  | { readonly username: string; readonly password: string }
  | { readonly identifier: string }
