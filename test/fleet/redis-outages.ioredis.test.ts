import { describeOutages } from './redis-outages.ts'

describeOutages('ioredis')
