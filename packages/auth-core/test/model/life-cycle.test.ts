import { expect, test } from 'vitest'
import { checkLives, LIVES_PER_SEED } from './life-cycle.ts'

test(`B01 to B26 hold through ${LIVES_PER_SEED} random lives of a token source`, async () => {
  const seed = Math.floor(Math.random() * 2 ** 30)
  // Said also when all is well, so that any run can be repeated.
  console.info(`node scripts/model.ts --runs ${LIVES_PER_SEED} --seed ${seed}`)
  expect(await checkLives(seed)).toBeUndefined()
})
