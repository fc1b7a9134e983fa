// title: Emotions that a source has too many or too few of
// answers: >-
//   Which sources give an emotion more or less often than all sources together? What a source
//   over-represents must not pass for an effect of its typical attributes.
// columns:
//   source: {type: string, about: the source}
//   emotion: {type: string, about: the CES label}
// statistics: contingency
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH source, emotion, count(*) AS images
RETURN source.id AS source, emotion.id AS emotion, images AS images
