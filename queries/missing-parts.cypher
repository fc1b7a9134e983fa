// title: Images that lack a part
// answers: >-
//   Which images have no label, triplet, background, attribute, subject, region, mask, DES vector or
//   annotation?
// parameters:
//   part:
//     type: text
//     values:
//       [label, triplets, backgrounds, attributes, subjects, regions, masks, des, annotations]
//     about: the part that is missing
//   source: {type: source, default: null, about: only images of this source}
//   limit: {type: integer, default: 100, minimum: 1, about: most rows to show}
// columns:
//   image: {type: string, about: the image}
//   source: {type: string, about: where it comes from}
//   label: {type: boolean, about: whether it has a CES label}
//   triplets: {type: boolean, about: whether it has triplets}
//   backgrounds: {type: boolean, about: whether a triplet has a background}
//   attributes: {type: boolean, about: whether a triplet has an attribute}
//   subjects: {type: boolean, about: whether a triplet has a subject}
//   regions: {type: boolean, about: whether it has regions}
//   masks: {type: boolean, about: whether a region has a mask}
//   des: {type: boolean, about: whether it has a DES vector}
//   annotations: {type: boolean, about: whether it has annotations}
MATCH (image:Image)-[:FROM_SOURCE]->(source:Source)
  WHERE $source IS NULL OR source.id = $source
WITH image, source,
     EXISTS { (image)-[:EVOKES]->() } AS label,
     EXISTS { (image)-[:HAS_TRIPLET]->() } AS triplets,
     EXISTS { (image)-[:HAS_BACKGROUND]->() } AS backgrounds,
     EXISTS { (image)-[:HAS_ATTRIBUTE]->() } AS attributes,
     EXISTS { (image)-[:HAS_SUBJECT]->() } AS subjects,
     EXISTS { (image)-[:HAS_REGION]->() } AS regions,
     EXISTS { (image)-[:HAS_REGION]->()-[:HAS_MASK]->() } AS masks,
     coalesce(size(image.desSpaces), 0) > 0 AS des,
     EXISTS { (image)<-[:ANNOTATES]-() } AS annotations
WHERE NOT CASE $part
  WHEN 'label' THEN label
  WHEN 'triplets' THEN triplets
  WHEN 'backgrounds' THEN backgrounds
  WHEN 'attributes' THEN attributes
  WHEN 'subjects' THEN subjects
  WHEN 'regions' THEN regions
  WHEN 'masks' THEN masks
  WHEN 'des' THEN des
  ELSE annotations END
RETURN image.id AS image, source.id AS source, label AS label, triplets AS triplets,
       backgrounds AS backgrounds, attributes AS attributes, subjects AS subjects,
       regions AS regions, masks AS masks, des AS des, annotations AS annotations
ORDER BY image
LIMIT $limit
