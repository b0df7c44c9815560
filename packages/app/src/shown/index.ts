export * from './events.ts';
export { memberNamed, shellNamed, type MemberNamed, type ShellNamed } from './fields.ts';
export * from './membership.ts';
export * from './moving.ts';
export * from './node.ts';
export * from './people.ts';
