// title: Attributes that evoke an emotion
// answers: >-
//   Which attributes go with an emotion more often than chance would have it, and how sure is that?
//   An image counts once, however often it has the attribute.
// parameters:
//   emotion: {type: emotion, about: the emotion evoked}
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with the attribute}
//   weighted: {type: boolean, default: false, about: count consensus probabilities}
//   limit: {type: integer, default: null, minimum: 1, about: rows to show}
// columns:
//   attribute: {type: string, about: the attribute's normal form}
// statistics: association
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(:Emotion)
OPTIONAL MATCH (image)-[evokes:EVOKES]->(:Emotion {id: $emotion})
  WHERE $weighted OR evokes.rank = 1
WITH source, image, CASE WHEN evokes IS NULL THEN 0.0 WHEN $weighted THEN evokes.probability ELSE 1.0 END AS weight
MATCH (image)-[:HAS_ATTRIBUTE]->(attribute:Attribute)
WITH attribute, source, weight, count(*) AS images
RETURN attribute.id AS attribute, source.id AS source, weight AS weight, images AS images
UNION ALL
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(:Emotion)
OPTIONAL MATCH (image)-[evokes:EVOKES]->(:Emotion {id: $emotion})
  WHERE $weighted OR evokes.rank = 1
WITH source, CASE WHEN evokes IS NULL THEN 0.0 WHEN $weighted THEN evokes.probability ELSE 1.0 END AS weight
WITH source, weight, count(*) AS images
RETURN null AS attribute, source.id AS source, weight AS weight, images AS images
