// The chain from a question to a gate decision and back to those who began it. Each step is written once; who walks decides how.
import { ASKING } from './asking.mjs';
import { DECIDING } from './deciding.mjs';
import { ROOM } from './room.mjs';
import { TESTING } from './testing.mjs';

/** Steps as [what happens, how]; `story` remembers numbers and addresses on the way. */
export const CHAIN = [...ASKING, ...ROOM, ...DECIDING, ...TESTING];
