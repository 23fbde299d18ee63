import { expect, test } from 'vitest'
import { checkLives, LIVES_PER_SEED } from './life-cycle.ts'

const SEEDS = 2

test(`B01 to B26 hold through ${SEEDS * LIVES_PER_SEED} random lives of a token source`, async () => {
  const first = Math.floor(Math.random() * 2 ** 30)
  // Said also when all is well, so that any run can be repeated.
  console.info(`node scripts/model.ts --runs ${SEEDS * LIVES_PER_SEED} --seed ${first}`)
  for (let seed = first; seed < first + SEEDS; seed++) expect(await checkLives(seed)).toBeUndefined()
})
